package shop

import (
	"crypto/des"
	"crypto/md5"
	"crypto/sha256"
	"crypto/tls"
	"database/sql"
	"fmt"
	"html"
	"html/template"
	"math/rand"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"

	"golang.org/x/crypto/ssh"
)

func find(db *sql.DB, name string, id int) {
	// ruleid: go.sql-injection.string-build
	db.Query(fmt.Sprintf("SELECT * FROM users WHERE name = '%s'", name))
	// ruleid: go.sql-injection.string-build
	db.Exec("DELETE FROM users WHERE name = '" + name + "'")
	query := "SELECT * FROM users WHERE name = '" + name + "'"
	// ruleid: go.sql-injection.string-build
	db.QueryRow(query)
	// ok: go.sql-injection.string-build
	db.Query("SELECT * FROM users WHERE name = $1", name)
	// ok: go.sql-injection.string-build
	db.Query(fmt.Sprintf("SELECT * FROM users LIMIT %d", id))
	// ok: go.sql-injection.string-build
	db.Query("SELECT * FROM users" + " LIMIT 1")
}

func ping(host string) {
	// ruleid: go.command-injection.shell
	exec.Command("sh", "-c", "ping -c 1 "+host).Run()
	// ruleid: go.command-injection.shell
	exec.Command("/bin/bash", "-c", fmt.Sprintf("ping %s", host)).Run()
	// ok: go.command-injection.shell
	exec.Command("ping", "-c", "1", host).Run()
	// ok: go.command-injection.shell
	exec.Command("sh", "-c", "ls | wc -l").Run()
}

func run(w http.ResponseWriter, r *http.Request) {
	program := r.URL.Query().Get("program")
	// ruleid: go.command-injection.request-data
	exec.Command(program).Run()
	// ok: go.command-injection.request-data
	exec.Command("convert", program).Run()
}

func page(w http.ResponseWriter, r *http.Request, policy Policy) {
	name := r.FormValue("name")
	// ruleid: go.cross-site-scripting.unescaped-html
	show(template.HTML("<b>" + name + "</b>"))
	// ok: go.cross-site-scripting.unescaped-html
	show(template.HTML("<b>new</b>"))
	// ruleid: go.cross-site-scripting.response
	fmt.Fprintf(w, "<h1>Hello %s</h1>", name)
	// ok: go.cross-site-scripting.response
	fmt.Fprintf(w, "<h1>Hello %s</h1>", html.EscapeString(name))
	// ruleid: go.injection.template-text
	template.New("page").Parse(name)
	// ok: go.injection.template-text
	template.New("page").Parse("<h1>{{.}}</h1>")
}

func download(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("name")
	// ruleid: go.path-traversal.request-data
	os.Open(filepath.Join("/srv/files", name))
	// ruleid: go.path-traversal.request-data
	http.ServeFile(w, r, "/srv/files/"+name)
	// ok: go.path-traversal.request-data
	os.Open(filepath.Join("/srv/files", filepath.Base(name)))
}

func unzip(reader *zip.Reader, folder string) {
	for _, entry := range reader.File {
		// ruleid: go.path-traversal.archive-entry
		os.Create(filepath.Join(folder, entry.Name))
	}
	for _, entry := range reader.File {
		if !filepath.IsLocal(entry.Name) {
			continue
		}
		// ok: go.path-traversal.archive-entry
		os.Create(filepath.Join(folder, entry.Name))
	}
}

func proxy(w http.ResponseWriter, r *http.Request) {
	// ruleid: go.outbound-requests.request-data
	http.Get(r.FormValue("url"))
	// ok: go.outbound-requests.request-data
	http.Get("https://api.example.com/status")
	// ok: go.outbound-requests.request-data
	http.Get("https://api.example.com/users/" + r.FormValue("id"))
	// ruleid: go.outbound-requests.open-redirect
	http.Redirect(w, r, r.FormValue("next"), http.StatusFound)
	// ok: go.outbound-requests.open-redirect
	http.Redirect(w, r, "/home", http.StatusFound)
}

func transport() {
	// ruleid: go.transport.certificate-check-off
	_ = &tls.Config{InsecureSkipVerify: true}
	// ok: go.transport.certificate-check-off, go.transport.old-tls
	_ = &tls.Config{MinVersion: tls.VersionTLS12}
	// ruleid: go.transport.old-tls
	_ = &tls.Config{MinVersion: tls.VersionTLS10}
	// ruleid: go.transport.ssh-unknown-host
	_ = ssh.InsecureIgnoreHostKey()
	// ok: go.transport.ssh-unknown-host
	_ = ssh.FixedHostKey(key)
	// ruleid: go.transport.server-without-timeout
	http.ListenAndServe(":8080", nil)
	// ok: go.transport.server-without-timeout
	server := &http.Server{Addr: ":8080", ReadHeaderTimeout: 5}
	server.ListenAndServe()
}

func digests(text []byte, key []byte) {
	// ruleid: go.cryptography.weak-hash
	md5.Sum(text)
	// ok: go.cryptography.weak-hash
	sha256.Sum256(text)
	// ruleid: go.cryptography.weak-cipher
	des.NewCipher(key)
	// ok: go.cryptography.weak-cipher
	aes.NewCipher(key)
}

func makeToken() int {
	// ruleid: go.cryptography.predictable-random
	return rand.Intn(1000000)
}

func rollDice() int {
	// ok: go.cryptography.predictable-random
	return rand.Intn(6)
}

// ruleid: go.secrets.hard-coded
const apiKey = "9f8a7d6c5b4e3f2a1b0c"

func connect() {
	// ruleid: go.secrets.hard-coded
	password := "s3cr3t-Pa55"
	// ok: go.secrets.hard-coded
	secret := os.Getenv("SECRET")
	// ok: go.secrets.hard-coded
	password = ""
}

func signIn(w http.ResponseWriter, token string) {
	// ruleid: go.web.cookie-flags
	http.SetCookie(w, &http.Cookie{Name: "session", Value: token})
	// ok: go.web.cookie-flags
	http.SetCookie(w, &http.Cookie{Name: "session", Value: token, HttpOnly: true, Secure: true})
}
