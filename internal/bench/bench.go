// Package bench measures what the product promises to do fast, each time
// against a peer in the same run: only the ratio means anything elsewhere.
package bench
