package verify

import (
	"slices"

	"statehouse/models"
)

// Checks are all of them, in the order in which Database runs them.
var Checks = []Check{
	{"counts", "The counts of every campaign are the numbers of its signatures, state by state.", holds(models.CountRules)},
	{"channels", "The numbers of every channel are the signatures that came by it, of its own campaign.", holds(models.ChannelRules)},
	{"days", "The journal per day is the counted signatures by the UTC day they were counted on.", holds(models.DayRules)},
	{"districts", "The journal per district is the counted signatures by district, each of the campaign's own state; what is only possible is not counted.", holds(models.DistrictRules)},
	{"states", "Every signature is what its state says, and no address holds more than two places.", holds(models.StateRules)},
	{"mails", "No signature waits without its mail, and every mail is where its state says.", holds(models.MailRules)},
	{"letters", "A letter goes to its seats once its signature counted, and not before.", holds(models.LetterRules)},
	{"digests", "Every office is told once at most of a milestone that was reached, and of no more people than counted.", holds(models.DigestRules)},
	{"events", "Every delivery has its events, chained without a gap, and the last is where its mail is.", events},
	{"seals", "Everything sealed opens with the keys, and every blind index is its address's.", seals},
	{"bills", "What is noted of a bill is chained without a gap, corrected by events that are there, and ends where its bill says.", bills},
	{"comments", "Nothing of a comment is public but what was decided, and its decisions are chained.", comments},
	{"stories", "Every story that is shown has its day, its text and its sources, and every figure says who gave it and when.", holds(models.StoryRules)},
	{"reports", "Every report of a page waits or has its outcome, and what was emptied holds no words.", holds(models.PageReportRules)},
	{"requests", "Every request for a campaign waits or has its answer, points to its own state, and was told of published petitions alone.", holds(models.CampaignRequestRules)},
	{"endorsements", "Every endorsement that is shown was confirmed by its signer and accepted by an organizer, and what is over holds nobody.", holds(models.EndorsementRules)},
	{"partners", "Every consent to a partner is a signer's of its campaign, and none outlives its signature.", holds(models.PartnerRules)},
	{"paper", "What counts on paper was keyed by two people, witnessed and sampled, and is the number of its rows.", holds(models.PaperRules)},
	{"links", "Every link opens something of its kind that is there.", holds(models.LinkRules)},
	{"seats", "Every seat has one holder at most, and every holder one seat.", holds(models.SeatRules)},
	{"packets", "Every packet that is ready has the file with its sum, and none that is gone has one.", packets},
	{"targets", "Every target and every committee member is of the campaign's or committee's own state.", holds(models.TargetRules)},
	{"volunteers", "Every shift has as many places taken as are held and offered, and nobody volunteers unconfirmed or unchecked.", holds(models.VolunteerRules)},
	{"replies", "Writers tell only of letters that left, and are asked by mails of their own.", holds(models.ReplyRules)},
	{"passkeys", "Every passkey is found by the key that it is.", passkeys},
	{"audit", "The acts of staff are chained, and none is missing at the end.", audit},
	{"offices", "Every answer of an office goes once to writers of the letters that it got, and their events say so; what it says of itself is its own.", holds(slices.Concat(models.RelayRules, models.ProposalRules))},
	{"moves", "Every campaign is where its last move left it, and its moves are chained.", moves},
	{"updates", "Every address has one copy of an update at most, and what went to many was seen by a second person.", holds(models.UpdateRules)},
	{"invalidations", "Nothing was taken out of the count but what was found, counted and, where it is much, approved by a second person.", holds(models.InvalidationRules)},
	{"petitions", "Every version has its number and its hash, and every signature a version of its own campaign.", petitions},
}
