// Shows what is typed into the password fields, for as long as the box is ticked (OWASP ASVS 2.1.12).
const box = document.getElementById("show-password");
const fields = document.querySelectorAll("input[type=password]");
box.closest("p").hidden = false;
box.addEventListener("change", () => {
  for (const field of fields) field.type = box.checked ? "text" : "password";
});
for (const form of document.querySelectorAll("form.signing")) {
  // What a browser keeps of a form must not be the words of a text field.
  form.addEventListener("submit", () => { for (const field of fields) field.type = "password"; });
}
