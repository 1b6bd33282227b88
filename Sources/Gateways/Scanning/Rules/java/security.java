package shop;

import java.io.*;
import java.net.*;
import java.nio.file.*;
import java.security.*;
import java.sql.*;
import java.util.*;
import java.util.zip.*;
import javax.crypto.Cipher;
import javax.net.ssl.*;
import javax.servlet.http.*;
import org.yaml.snakeyaml.Yaml;

class Shop {
    private static final String TABLE = "users";

    void find(Connection connection, Statement statement, String name, int id) throws Exception {
        // ruleid: java.sql-injection.string-build
        statement.executeQuery("SELECT * FROM users WHERE name = '" + name + "'");
        // ruleid: java.sql-injection.string-build
        statement.executeUpdate(String.format("DELETE FROM users WHERE name = '%s'", name));
        String query = "SELECT * FROM users WHERE name = '" + name + "'";
        // ruleid: java.sql-injection.string-build
        connection.prepareStatement(query);
        // ok: java.sql-injection.string-build
        connection.prepareStatement("SELECT * FROM users WHERE name = ?");
        // ok: java.sql-injection.string-build
        statement.executeQuery("SELECT * FROM " + TABLE);
        // ok: java.sql-injection.string-build
        statement.executeQuery("SELECT * FROM users" + " LIMIT 1");
    }

    void fromRequest(HttpServletRequest request, Statement statement) throws Exception {
        String name = request.getParameter("name");
        // ruleid: java.sql-injection.request-data
        statement.executeQuery(name);
        // ruleid: java.sql-injection.request-data, java.sql-injection.string-build
        statement.executeQuery("SELECT * FROM users WHERE name = '" + name + "'");
        // ok: java.sql-injection.request-data, java.sql-injection.string-build
        statement.executeQuery("SELECT * FROM users WHERE id = " + Integer.parseInt(request.getParameter("id")));
        // ruleid: java.command-injection.request-data, java.command-injection.exec
        Runtime.getRuntime().exec("ping " + name);
    }

    void ping(String host) throws Exception {
        // ruleid: java.command-injection.exec
        Runtime.getRuntime().exec("ping -c 1 " + host);
        // ruleid: java.command-injection.exec
        new ProcessBuilder("sh", "-c", "ping -c 1 " + host).start();
        // ok: java.command-injection.exec
        Runtime.getRuntime().exec("uptime");
        // ok: java.command-injection.exec, java.command-injection.request-data
        new ProcessBuilder("ping", "-c", "1", host).start();
    }

    void page(HttpServletRequest request, HttpServletResponse response) throws Exception {
        // ruleid: java.cross-site-scripting.response
        response.getWriter().println("<h1>Hello " + request.getParameter("name") + "</h1>");
        // ok: java.cross-site-scripting.response
        response.getWriter().println("<h1>Hello " + Encode.forHtml(request.getParameter("name")) + "</h1>");
        // ruleid: java.path-traversal.request-data
        new File("/srv/files", request.getParameter("name"));
        // ruleid: java.path-traversal.request-data
        Files.readAllBytes(Paths.get("/srv/files/" + request.getParameter("name")));
        // ok: java.path-traversal.request-data
        new File("/srv/files", FilenameUtils.getName(request.getParameter("name")));
        // ruleid: java.outbound-requests.request-data
        new URL(request.getParameter("url")).openStream();
        // ok: java.outbound-requests.request-data
        new URL("https://api.example.com/users/" + request.getParameter("id")).openStream();
        // ruleid: java.outbound-requests.open-redirect
        response.sendRedirect(request.getParameter("next"));
        // ok: java.outbound-requests.open-redirect
        response.sendRedirect("/home");
    }

    void unzip(ZipInputStream in, File folder, ZipEntry entry) throws Exception {
        // ruleid: java.path-traversal.archive-entry
        File target = new File(folder, entry.getName());
    }

    void unzipWell(ZipInputStream in, File folder, ZipEntry entry) throws Exception {
        // ok: java.path-traversal.archive-entry
        File target = new File(folder, entry.getName());
        if (!target.getCanonicalPath().startsWith(folder.getCanonicalPath() + File.separator)) {
            throw new IOException("outside");
        }
    }

    Object read(InputStream stream, String text) throws Exception {
        ObjectInputStream in = new ObjectInputStream(stream);
        // ruleid: java.deserialization.object-stream
        Object value = in.readObject();
        // ok: java.deserialization.object-stream
        value = mapper.readValue(stream, Order.class);
        // ruleid: java.deserialization.snake-yaml
        new Yaml().load(text);
        // ok: java.deserialization.snake-yaml
        new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        return value;
    }

    void parse(InputStream stream) throws Exception {
        // ruleid: java.injection.xml-entities
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.newDocumentBuilder().parse(stream);
    }

    void parseWell(InputStream stream) throws Exception {
        // ok: java.injection.xml-entities
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.newDocumentBuilder().parse(stream);
    }

    void evaluate(HttpServletRequest request, ScriptEngine engine) throws Exception {
        // ruleid: java.injection.script-or-expression
        engine.eval(request.getParameter("expression"));
        // ok: java.injection.script-or-expression
        engine.eval("1 + 1");
    }

    void person(DirContext context, String name, SearchControls controls) throws Exception {
        // ruleid: java.injection.ldap-filter
        context.search("dc=example", "(uid=" + name + ")", controls);
        // ok: java.injection.ldap-filter
        context.search("dc=example", "(uid={0})", new Object[] {name}, controls);
    }

    void digests() throws Exception {
        // ruleid: java.cryptography.weak-hash
        MessageDigest.getInstance("MD5");
        // ok: java.cryptography.weak-hash
        MessageDigest.getInstance("SHA-256");
        // ruleid: java.cryptography.weak-cipher
        Cipher.getInstance("DES/CBC/PKCS5Padding");
        // ruleid: java.cryptography.weak-cipher
        Cipher.getInstance("AES/ECB/PKCS5Padding");
        // ok: java.cryptography.weak-cipher
        Cipher.getInstance("AES/GCM/NoPadding");
    }

    String makeToken() {
        // ruleid: java.cryptography.predictable-random
        return Long.toHexString(new Random().nextLong());
    }

    String makeTokenWell() {
        // ok: java.cryptography.predictable-random
        return Long.toHexString(new SecureRandom().nextLong());
    }

    int rollDice() {
        // ok: java.cryptography.predictable-random
        return new Random().nextInt(6);
    }

    void transport(HttpsURLConnection connection) {
        // ruleid: java.transport.trust-all
        connection.setHostnameVerifier((host, session) -> true);
        // ok: java.transport.trust-all
        connection.setHostnameVerifier(HttpsURLConnection.getDefaultHostnameVerifier());
    }

    void cookies(HttpServletResponse response, String token) {
        Cookie theme = new Cookie("theme", "dark");
        // ruleid: java.web.cookie-flag-off
        theme.setHttpOnly(false);
        // ok: java.web.cookie-flag-off
        theme.setSecure(true);
        Cookie session = new Cookie("session", token);
        // ruleid: java.web.cookie-without-flags
        response.addCookie(session);
    }

    void cookiesWell(HttpServletResponse response, String token) {
        Cookie session = new Cookie("session", token);
        session.setHttpOnly(true);
        session.setSecure(true);
        // ok: java.web.cookie-without-flags
        response.addCookie(session);
    }

    void configure(HttpSecurity http, CorsConfiguration cors) throws Exception {
        // ruleid: java.web.csrf-off
        http.csrf().disable();
        // ok: java.web.csrf-off
        http.csrf().csrfTokenRepository(repository);
        // ruleid: java.web.cors-any-origin
        cors.addAllowedOrigin("*");
        // ok: java.web.cors-any-origin
        cors.addAllowedOrigin("https://example.com");
    }

    void secrets() {
        // ruleid: java.secrets.hard-coded
        String apiKey = "9f8a7d6c5b4e3f2a1b0c";
        // ok: java.secrets.hard-coded
        String password = System.getenv("PASSWORD");
        // ok: java.secrets.hard-coded
        String secret = "";
    }

    boolean compare(String a, String b) {
        // ruleid: java.correctness.strings-by-identity
        if (a == "yes") { return true; }
        // ok: java.correctness.strings-by-identity
        if (a == null) { return false; }
        // ok: java.correctness.strings-by-identity
        return a.equals(b);
    }

    void swallow() {
        // ruleid: java.correctness.swallowed-exception
        try { run(); } catch (Exception e) { }
        // ok: java.correctness.swallowed-exception
        try { run(); } catch (Exception e) { logger.error("run", e); }
    }
}
