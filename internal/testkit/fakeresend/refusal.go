package fakeresend

import "net/http"

// refusal is an error as Resend writes it: https://resend.com/docs/api-reference/errors
type refusal struct {
	StatusCode int    `json:"statusCode"`
	Name       string `json:"name"`
	Message    string `json:"message"`
}

func (e refusal) write(w http.ResponseWriter) { writeJSON(w, e.StatusCode, e) }

var (
	rateLimited   = refusal{429, "rate_limit_exceeded", "More requests a second than your team may make."}
	keyReused     = refusal{409, "invalid_idempotent_request", "This idempotency key came with another payload before."}
	keyBusy       = refusal{409, "concurrent_idempotent_requests", "A request with this idempotency key is still in progress."}
	keyInvalid    = refusal{400, "invalid_idempotency_key", "An idempotency key has 1 to 256 characters."}
	keyMissing    = refusal{401, "missing_api_key", "The authorization header holds no API key."}
	apiKeyInvalid = refusal{403, "invalid_api_key", "The API key is not valid."}
	notFound      = refusal{404, "not_found", "There is nothing at this address."}
	notJSON       = refusal{400, "validation_error", "The request body could not be read."}
)

// refusals are the answers of the modes that refuse whatever comes.
var refusals = map[Mode]refusal{
	DailyQuota429:   {429, "daily_quota_exceeded", "Your daily sending quota is reached."},
	MonthlyQuota429: {429, "monthly_quota_exceeded", "Your monthly sending quota is reached."},
	Err500:          {500, "internal_server_error", "Something went wrong on our side."},
	Busy409:         keyBusy,
	KeyReused409:    keyReused,
	Refuse422:       invalid("The `to` field does not hold a valid address."),
	Forbidden403:    {403, "validation_error", "The sending domain is not verified."},
	Restricted401:   {401, "restricted_api_key", "This API key may not do that."},
}

func invalid(message string) refusal { return refusal{422, "validation_error", message} }

func missing(field string) refusal {
	return refusal{422, "missing_required_field", "The `" + field + "` field is missing."}
}
