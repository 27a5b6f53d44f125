package imports

import (
	"bytes"
	"errors"
	"io"

	"go.yaml.in/yaml/v3"
)

// Documents reads the mappings of a YAML or JSON file: its documents, or the
// members of a list. Each keeps the line where it begins.
func Documents(data []byte) ([]*yaml.Node, error) {
	text, err := Unpack(data)
	if err != nil {
		return nil, err
	}
	if err := checkText(text); err != nil {
		return nil, err
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var list []*yaml.Node
	for {
		var document yaml.Node
		err := decoder.Decode(&document)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, Refuse(0, "this is neither YAML nor JSON that can be read")
		}
		for _, n := range document.Content {
			if n.Kind == yaml.SequenceNode {
				list = append(list, n.Content...)
				continue
			}
			list = append(list, n)
		}
	}
	for _, n := range list {
		if n.Kind != yaml.MappingNode {
			return nil, Refuse(n.Line, "there is something that is no record")
		}
	}
	if len(list) == 0 {
		return nil, Refuse(0, "the file is empty")
	}
	return list, nil
}

// Into reads a record into a struct.
func Into(n *yaml.Node, record any) error {
	if err := n.Decode(record); err != nil {
		return Refuse(n.Line, "the record is not of the format that Open States publishes")
	}
	return nil
}

// StateOfJurisdiction reads the state's code from
// "ocd-jurisdiction/country:us/state:az/government", where DC is a district and
// Puerto Rico a territory; it is empty for anything else.
func StateOfJurisdiction(id string) string {
	for _, kind := range []string{"state:", "district:", "territory:"} {
		_, rest, ok := bytes.Cut([]byte(id), []byte("ocd-jurisdiction/country:us/"+kind))
		if !ok {
			continue
		}
		if code, _, ok := bytes.Cut(rest, []byte("/")); ok && string(rest) == string(code)+"/government" {
			return string(code)
		}
	}
	return ""
}
