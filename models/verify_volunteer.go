package models

// VolunteerRules hold shifts to their places, and applications to what their
// state says.
var VolunteerRules = []Rule{
	{"the places taken are not the rows", `SELECT 'shift ' || s.id || ': booked/rows ' || s.taken || '/' || count(p.id)
FROM shifts s LEFT JOIN shift_places p ON p.shift_id = s.id AND p.state IN ('held','offered')
GROUP BY s.id, s.taken HAVING s.taken <> count(p.id) ORDER BY s.id`},
	{"is on a shift of another role", `SELECT 'place ' || p.id FROM shift_places p JOIN shifts s ON s.id = p.shift_id
JOIN applications a ON a.id = p.application_id WHERE s.role_id <> a.role_id ORDER BY p.id`},
	{"is offered until no time, or kept until one without an offer", `SELECT 'place ' || id FROM shift_places
WHERE (state = 'offered') <> (offered_until IS NOT NULL) ORDER BY id`},
	{"has hours without having come", `SELECT 'place ' || id FROM shift_places
WHERE state <> 'held' AND attendance <> '' OR attendance <> 'attended' AND minutes > 0 ORDER BY id`},
	{"told more than it says", `SELECT 'message ' || m.id || ' of shift ' || m.shift_id FROM shift_messages m
WHERE m.told < (SELECT count(*) FROM shift_notices n JOIN shift_places p ON p.id = n.place_id WHERE p.shift_id = m.shift_id AND n.kind = 'message' AND n.number = m.number) ORDER BY m.id`},
	{"went on before its address was confirmed", `SELECT 'application ' || id FROM applications
WHERE state <> 'submitted' AND confirmed_at IS NULL ORDER BY id`},
	{"offers to help anew and has not left", `SELECT 'application ' || id FROM applications
WHERE again IS NOT NULL AND state <> 'left' OR (again IS NULL) <> (again_at IS NULL) ORDER BY id`},
	{"is for adults and not by one", `SELECT 'application ' || a.id FROM applications a JOIN roles r ON r.id = a.role_id
WHERE r.adults AND NOT a.of_age ORDER BY a.id`},
	{"was approved twice by one person", `SELECT 'application ' || x.application_id FROM application_steps x
JOIN application_steps y ON y.application_id = x.application_id AND y.user_id = x.user_id
WHERE x.step = 'approval' AND y.step = 'second_approval' ORDER BY x.application_id`},
}
