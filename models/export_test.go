package models

// The queries of a ZIP, whose plans a test reads.
var ZIPQueries = []string{districtsOfZIP, statesOfZIP}
