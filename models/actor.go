package models

// Actor is who asks: a member of staff, or nobody.
type Actor struct{ User *User }

// IsStaff says whether the actor is signed in and not suspended.
func (a Actor) IsStaff() bool { return a.User != nil && a.User.SuspendedAt == nil }

func (a Actor) is(role Role) bool { return a.IsStaff() && a.User.Role == role }

// MayOperate says whether the actor may see the works: jobs, mail, data.
func (a Actor) MayOperate() bool { return a.is(RoleAdmin) }

// MayChange says whether the actor may change anything beyond their own account.
func (a Actor) MayChange() bool { return a.IsStaff() && a.User.Role != RoleViewer }

// MayEnterOrganize says whether the organizers' door is open to the actor.
func (a Actor) MayEnterOrganize() bool {
	return a.is(RoleAdmin) || a.is(RoleOrganizer) || a.is(RoleViewer)
}

// MaySee says whether the actor may look at a campaign as its organizers do:
// they, and viewers of its state.
func (a Actor) MaySee(c Campaign) bool {
	return a.MayOrganize(c) || a.is(RoleViewer) && (a.User.State == "" || a.User.State == c.State)
}

// organizesIn says whether the actor works on what is of a state: admins
// everywhere, organizers in the state of their team.
func (a Actor) organizesIn(state string) bool {
	return a.is(RoleAdmin) || a.is(RoleOrganizer) && (a.User.State == "" || a.User.State == state)
}

// MayOrganize says whether the actor may work on a campaign.
func (a Actor) MayOrganize(c Campaign) bool { return a.organizesIn(c.State) }

// MayOrganizeRole says whether the actor may see who applied for a role.
func (a Actor) MayOrganizeRole(r VolunteerRole) bool { return a.organizesIn(r.State) }

// MayModerate says whether the actor may enter the moderators' door.
func (a Actor) MayModerate() bool { return a.is(RoleAdmin) || a.is(RoleModerator) }

// MayReadComment says whether the actor may read and decide on a comment: what
// is about children, distress or survivors is for admins, who are trained for it.
func (a Actor) MayReadComment(c Comment) bool {
	return a.is(RoleAdmin) || a.is(RoleModerator) && c.Reader == ReaderModerators
}

// MayReview says whether the actor may decide on a campaign's text: moderators of
// its state or of all states, and admins.
func (a Actor) MayReview(c Campaign) bool { return a.MayScrutinize(c.State) }

// MayScrutinize says whether the actor may look through the signatures of a state,
// or with "" of all states, and take some out of the count.
func (a Actor) MayScrutinize(state string) bool {
	return a.is(RoleAdmin) || a.is(RoleModerator) && (a.User.State == "" || a.User.State == state)
}

// Watches is the state that the actor moderates, empty for all.
func (a Actor) Watches() string {
	if a.is(RoleModerator) {
		return a.User.State
	}
	return ""
}

// MayPublish says whether the actor's own text needs no review.
func (a Actor) MayPublish(c Campaign) bool {
	return a.is(RoleAdmin) || a.MayOrganize(c) && a.User.TrustedAt != nil
}

// MayNote says whether the actor may read and write what staff note about a
// campaign, and tag it: who organizes it, and who reviews it.
func (a Actor) MayNote(c Campaign) bool { return a.MayOrganize(c) || a.MayReview(c) }
