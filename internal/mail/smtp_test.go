package mail

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"
)

// smtpServer is a mail server that gives the reply of its table to a command, or cuts the
// connection where the reply is "cut". "content" is the reply to the message itself.
type smtpServer struct {
	replies map[string]string
	addr    string
	mu      sync.Mutex
	got     []string // messages
	rcpt    []string
}

func serveSMTP(t *testing.T, replies map[string]string) *smtpServer {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	s := &smtpServer{replies: replies, addr: l.Addr().String()}
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go s.talk(conn)
		}
	}()
	return s
}

func (s *smtpServer) talk(conn net.Conn) {
	defer conn.Close()
	in := bufio.NewScanner(conn)
	say := func(command, otherwise string) bool {
		reply, ok := s.replies[command]
		if !ok {
			reply = otherwise
		}
		if reply == "cut" {
			return false
		}
		fmt.Fprintf(conn, "%s\r\n", reply)
		return true
	}
	if !say("hello", "220 ready") {
		return
	}
	for in.Scan() {
		command, _, _ := strings.Cut(in.Text(), " ")
		otherwise := map[string]string{"EHLO": "250-here\r\n250 AUTH CRAM-MD5", "DATA": "354 go on", "QUIT": "221 bye", "AUTH": "334 PDFAZXhhbXBsZS5vcmc+"}[command]
		if otherwise == "" {
			otherwise = "250 ok"
		}
		if command == "RCPT" {
			s.mu.Lock()
			s.rcpt = append(s.rcpt, in.Text())
			s.mu.Unlock()
		}
		if command == "AUTH" {
			fmt.Fprintf(conn, "%s\r\n", otherwise)
			if !in.Scan() || !say("AUTH", "235 in") {
				return
			}
			continue
		}
		if !say(command, otherwise) || (command == "DATA" && s.replies["DATA"] == "" && !s.content(in, say)) {
			return
		}
	}
}

func (s *smtpServer) content(in *bufio.Scanner, say func(string, string) bool) bool {
	var lines []string
	for in.Scan() && in.Text() != "." {
		lines = append(lines, in.Text())
	}
	s.mu.Lock()
	s.got = append(s.got, strings.Join(lines, "\r\n")+"\r\n")
	s.mu.Unlock()
	return say("content", "250 taken")
}

func (s *smtpServer) send(t *testing.T, login string) ([]Receipt, error) {
	t.Helper()
	c, err := NewSMTP("smtp://" + login + s.addr)
	if err != nil {
		t.Fatal(err)
	}
	return c.Send(context.Background(), "letter/1", []Message{sample()})
}

func TestSMTPCarriesTheMessage(t *testing.T) {
	t.Parallel()
	s := serveSMTP(t, nil)
	rs, err := s.send(t, "user:secret@")
	if err != nil || rs[0].ProviderID != ref+"@letters.example.org" {
		t.Fatalf("%v %v", rs, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.got) != 1 || len(s.rcpt) != 1 || !strings.Contains(s.rcpt[0], "<seat4@senate.example.org>") {
		t.Fatalf("%d messages to %v", len(s.got), s.rcpt)
	}
	msg, err := netmail.ReadMessage(strings.NewReader(s.got[0]))
	if err != nil || msg.Header.Get("Message-ID") != "<"+ref+"@letters.example.org>" || msg.Header.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" {
		t.Errorf("%v %v", msg, err)
	}
}

func TestSMTPRepliesHaveTheirClass(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		replies map[string]string
		class   Class
		doubt   bool
	}{
		"greeting 421":         {map[string]string{"hello": "421 later"}, Unreachable, false},
		"greeting 554":         {map[string]string{"hello": "554 no"}, Unreachable, false},
		"greeting cut":         {map[string]string{"hello": "cut"}, Unreachable, false},
		"login wrong":          {map[string]string{"AUTH": "535 no"}, Forbidden, false},
		"login later":          {map[string]string{"AUTH": "454 later"}, Unreachable, false},
		"no login offered":     {map[string]string{"EHLO": "250 here"}, Unreachable, false},
		"only open passwords":  {map[string]string{"EHLO": "250-here\r\n250 AUTH PLAIN LOGIN"}, Unreachable, false},
		"login asked for":      {map[string]string{"MAIL": "530 log in"}, Forbidden, false},
		"sender refused":       {map[string]string{"MAIL": "550 no"}, Refused, false},
		"recipient refused":    {map[string]string{"RCPT": "550 <seat4@senate.example.org> unknown"}, Refused, false},
		"recipient later":      {map[string]string{"RCPT": "451 greylisted"}, Unreachable, false},
		"cut at recipient":     {map[string]string{"RCPT": "cut"}, Unreachable, false},
		"DATA later":           {map[string]string{"DATA": "452 full"}, Unreachable, false},
		"DATA refused":         {map[string]string{"DATA": "554 no"}, Refused, false},
		"content refused":      {map[string]string{"content": "554 spam"}, Refused, false},
		"content later":        {map[string]string{"content": "451 later"}, Uncertain, true},
		"cut after content":    {map[string]string{"content": "cut"}, Uncertain, true},
		"taken, then trouble":  {map[string]string{"RSET": "cut"}, "", false},
		"taken, rude farewell": {map[string]string{"QUIT": "cut"}, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rs, err := serveSMTP(t, c.replies).send(t, "user:secret@")
			if c.class == "" {
				if err != nil || len(rs) != 1 {
					t.Fatalf("%v %v", rs, err)
				}
				return
			}
			var e *Error
			if !errors.As(err, &e) || e.Class != c.class || e.Doubt != c.doubt || rs != nil {
				t.Fatalf("%v %+v", rs, err)
			}
			if strings.Contains(e.Error(), "@") || strings.Contains(e.Error(), "secret") {
				t.Errorf("error tells too much: %v", e)
			}
		})
	}
}

func TestSMTPWithoutServerOrTLS(t *testing.T) {
	t.Parallel()
	s := serveSMTP(t, nil)
	port := s.addr[strings.LastIndexByte(s.addr, ':')+1:]
	for _, address := range []string{"smtp://127.0.0.1:1", "smtp://nowhere.invalid:25", "smtp://127.0.0.1:" + port + "?tls=mandatory", "smtps://127.0.0.1:" + port} {
		c, err := NewSMTP(address)
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.Send(context.Background(), "k", []Message{sample()})
		var e *Error
		if !errors.As(err, &e) || e.Class != Unreachable || e.Doubt {
			t.Errorf("%s: %+v", address, err)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.got) != 0 {
		t.Error("sent without the TLS that was asked for")
	}
}
