package packets

import (
	"archive/zip"
	"bytes"
	"slices"
	"strings"
	"testing"

	"statehouse/internal/testkit"
	"statehouse/models"
)

func samplePacket(t *testing.T) []byte {
	t.Helper()
	d := openDesk(t, testkit.OpenDB(t, testkit.SQLiteURL(t)))
	d.sign(signers{count: 40, name: "Full", display: models.DisplayFull}, signers{count: 20, name: "Hidden", outside: true})
	_, file := d.make(0)
	mustCheck(t, file)
	return file
}

// problemsOf are what Check says, one sentence each.
func problemsOf(t *testing.T, file []byte) []string {
	t.Helper()
	_, problems, err := Check(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var says []string
	for _, p := range problems {
		says = append(says, p.String())
	}
	return says
}

func TestAByteFlippedInAnyFileIsNoticedAndTheFileNamed(t *testing.T) {
	t.Parallel()
	file := samplePacket(t)
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.File {
		start, err := f.DataOffset()
		if err != nil {
			t.Fatal(err)
		}
		size := int64(f.CompressedSize64)
		for _, at := range []int64{0, size / 3, size / 2, size - 1} {
			broken := slices.Clone(file)
			broken[start+at] ^= 0x20
			says := problemsOf(t, broken)
			if len(says) != 1 || !strings.HasPrefix(says[0], f.Name+" was changed") {
				t.Errorf("byte %d of %s: %q", at, f.Name, says)
			}
		}
	}
}

// pack writes files as an archive, in the order of their names.
func pack(t *testing.T, files map[string][]byte, extra ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range append(names, extra...) {
		entry, err := w.Create(name)
		if err == nil {
			_, err = entry.Write(files[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestEveryByteOfEveryFileCountsInAnArchivePackedAnew(t *testing.T) {
	t.Parallel()
	files := contents(t, samplePacket(t))
	if says := problemsOf(t, pack(t, files)); len(says) > 0 {
		t.Fatalf("the same files packed anew: %q", says)
	}
	for name, content := range files {
		for at := 0; at < len(content); at += max(1, len(content)/40) {
			broken := map[string][]byte{}
			for n, c := range files {
				broken[n] = slices.Clone(c)
			}
			broken[name][at] ^= 1
			if says := problemsOf(t, pack(t, broken)); len(says) == 0 || !strings.HasPrefix(says[0], name+" ") {
				t.Errorf("byte %d of %s: %q", at, name, says)
			}
		}
	}
}

func TestWhatDoesNotBelongInAPacketIsNamed(t *testing.T) {
	t.Parallel()
	whole := samplePacket(t)
	files := contents(t, whole)
	for name := range files {
		less := map[string][]byte{}
		for n, c := range files {
			if n != name {
				less[n] = c
			}
		}
		if says := problemsOf(t, pack(t, less)); !slices.Contains(says, name+" is missing") {
			t.Errorf("without %s: %q", name, says)
		}
		if says := problemsOf(t, pack(t, files, name)); !slices.Contains(says, name+" is there twice") {
			t.Errorf("%s twice: %q", name, says)
		}
	}
	if says := problemsOf(t, pack(t, files, "\x1b[2Jmore.txt")); !slices.Equal(says, []string{`"\x1b[2Jmore.txt" does not belong in a packet`}) {
		t.Errorf("a file more: %q", says)
	}
	for _, cut := range [][]byte{nil, []byte("no archive"), whole[:len(whole)/2]} {
		if says := problemsOf(t, cut); !slices.Equal(says, []string{"the archive is no ZIP file, or was cut off"}) {
			t.Errorf("%d bytes: %q", len(cut), says)
		}
	}
}

// forge changes a packet as somebody would who knows how manifests are made.
func forge(t *testing.T, file []byte, change func(m *Manifest, files map[string][]byte)) []string {
	t.Helper()
	m, files := mustCheck(t, file), contents(t, file)
	change(&m, files)
	for i, f := range m.Files {
		sum, size, err := sumOf(zipped(t, files[f.Name]), int64(len(files[f.Name])))
		if err != nil {
			t.Fatal(err)
		}
		m.Files[i].SHA256, m.Files[i].Size = sum, size
	}
	encoded, err := m.encode()
	if err != nil {
		t.Fatal(err)
	}
	files[manifestFile] = encoded
	return problemsOf(t, pack(t, files))
}

func zipped(t *testing.T, content []byte) *zip.File {
	t.Helper()
	file := pack(t, map[string][]byte{"x": content})
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	return archive.File[0]
}

func TestForgedNumbersDoNotAgree(t *testing.T) {
	t.Parallel()
	file := samplePacket(t)
	for want, change := range map[string]func(m *Manifest, files map[string][]byte){
		"manifest.json has counts that do not add up": func(m *Manifest, _ map[string][]byte) { m.Counts.Signatures += 1000 },
		"manifest.json counts 60 signatures by version and 61 in all": func(m *Manifest, _ map[string][]byte) {
			m.Counts.Signatures, m.Counts.OutOfState = 61, 21
		},
		"counts.csv has other numbers than the manifest": func(_ *Manifest, files map[string][]byte) {
			files[countsFile] = bytes.Replace(files[countsFile], []byte(`"60"`), []byte(`"90"`), 1)
		},
		"signatures.csv has 39 names, and the manifest counts 40": func(_ *Manifest, files map[string][]byte) {
			list := files[signaturesFile]
			files[signaturesFile] = list[:bytes.LastIndex(list, []byte(`"40"`))]
		},
		"signatures.csv is not the list that the manifest describes": func(_ *Manifest, files map[string][]byte) {
			files[signaturesFile] = bytes.ReplaceAll(files[signaturesFile], []byte(`"AZ"`), []byte(`"elsewhere"`))
		},
		"signatures.csv has 0 names, and the manifest counts 40": func(_ *Manifest, files map[string][]byte) {
			files[signaturesFile] = []byte("\"number")
		},
		"manifest.json has a text of version 1 that is not the one with its hash": func(m *Manifest, _ map[string][]byte) {
			m.Versions[0].Texts[0].Ask = "Arrest them all."
		},
		"manifest.json has a number of fewer than 5 people": func(m *Manifest, _ map[string][]byte) {
			m.Cells = append(m.Cells, Cell{Table: "upper", Key: "1", Signatures: 2})
		},
		"manifest.json has a form that this version of statehouse does not know": func(m *Manifest, _ map[string][]byte) { m.Schema = "statehouse-packet/9" },
		"petition.pdf is not in the manifest": func(m *Manifest, _ map[string][]byte) {
			m.Files = slices.DeleteFunc(m.Files, func(f File) bool { return f.Name == petitionFile })
		},
	} {
		if says := forge(t, file, change); len(says) == 0 || !strings.HasPrefix(says[0], want) {
			t.Errorf("want %q, got %q", want, says)
		}
	}
}
