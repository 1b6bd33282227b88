import DOMPurify from "dompurify";

function show(element, name, comment) {
  // ruleid: javascript.cross-site-scripting.inner-html, javascript.cross-site-scripting.inner-html-markup
  element.innerHTML = name;
  // ruleid: javascript.cross-site-scripting.inner-html, javascript.cross-site-scripting.inner-html-markup
  document.getElementById("title").innerHTML = comment.title;
  // ok: javascript.cross-site-scripting.inner-html, javascript.cross-site-scripting.inner-html-markup
  element.textContent = name;
  // ok: javascript.cross-site-scripting.inner-html, javascript.cross-site-scripting.inner-html-markup
  element.innerHTML = "";
  // ok: javascript.cross-site-scripting.inner-html, javascript.cross-site-scripting.inner-html-markup
  element.innerHTML = "<b>new</b>";
  // ruleid: javascript.cross-site-scripting.inner-html-markup
  element.innerHTML = "<b>" + name + "</b>";
  // ruleid: javascript.cross-site-scripting.inner-html-markup
  element.innerHTML += `<li>${name}</li>`;
  // ruleid: javascript.cross-site-scripting.inner-html-markup
  element.insertAdjacentHTML("beforeend", `<li>${name}</li>`);
  // ok: javascript.cross-site-scripting.inner-html-markup
  element.innerHTML = DOMPurify.sanitize("<b>" + name + "</b>");
  // ok: javascript.cross-site-scripting.inner-html-markup
  element.innerHTML = `<li>${escapeHtml(name)}</li>`;
  // ruleid: javascript.cross-site-scripting.document-write
  document.write("<p>" + name + "</p>");
  // ok: javascript.cross-site-scripting.document-write
  document.write("<p>loaded</p>");
}

function fromAddress(element) {
  const name = new URLSearchParams(window.location.search).get("name");
  // ruleid: javascript.cross-site-scripting.page-address, javascript.cross-site-scripting.inner-html-markup
  element.innerHTML = "Hello " + name;
  // ok: javascript.cross-site-scripting.page-address
  element.textContent = "Hello " + name;
}

function jquery(name) {
  // ruleid: javascript.cross-site-scripting.jquery-html
  $("#list").append("<li>" + name + "</li>");
  // ok: javascript.cross-site-scripting.jquery-html
  $("#list").append($("<li>").text(name));
  // ok: javascript.cross-site-scripting.jquery-html
  $("#list").append("<li>none</li>");
}

function Comment({ text }) {
  // ruleid: javascript.cross-site-scripting.react-html
  const raw = <div dangerouslySetInnerHTML={{ __html: text }} />;
  // ok: javascript.cross-site-scripting.react-html
  const clean = <div dangerouslySetInnerHTML={{ __html: DOMPurify.sanitize(text) }} />;
  // ok: javascript.cross-site-scripting.react-html
  return <div>{text}</div>;
}

function hello(req, res) {
  // ruleid: javascript.cross-site-scripting.response
  res.send("<h1>Hello " + req.query.name + "</h1>");
  // ruleid: javascript.cross-site-scripting.response
  res.send(`<h1>${req.params.name}</h1>`);
  // ok: javascript.cross-site-scripting.response
  res.json({ name: req.query.name });
  // ok: javascript.cross-site-scripting.response
  res.send("<h1>Hello " + escapeHtml(req.query.name) + "</h1>");
  // ok: javascript.cross-site-scripting.response
  res.render("hello", { name: req.query.name });
}

function tell(frame, token) {
  // ruleid: javascript.cross-site-scripting.message-any-origin
  frame.contentWindow.postMessage(token, "*");
  // ok: javascript.cross-site-scripting.message-any-origin
  frame.contentWindow.postMessage(token, "https://example.com");
}
