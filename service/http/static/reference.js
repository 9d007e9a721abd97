/* Starts Swagger UI on this server's own contract. Here and not in the page, whose policy allows no inline script. */
"use strict";

if (window.matchMedia("(prefers-color-scheme: dark)").matches) {
  document.documentElement.classList.add("dark-mode"); // the class by which Swagger UI's own style sheet turns dark
}

const place = document.getElementById("reference");

/* Opens what a link into the page names, as Swagger UI does, save that the latter takes every underscore for an escaped
   space and reports it on the console as an error; the operations of a contract without operation ids all have some. */
const openLinked = (original, system) => (hash) => {
  const [tag, operation] = hash.replace(/^#?!?\/?/, "").split("/");
  if (!operation) {
    return original(hash);
  }
  const key = ["operations", tag, operation];
  system.layoutActions.show(["operations-tag", tag], true);
  system.layoutActions.show(key, true);
  system.layoutActions.scrollTo(key);
};

SwaggerUIBundle({
  domNode: place,
  url: place.dataset.contract,
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  docExpansion: "list",
  filter: true,
  plugins: [{ statePlugins: { layout: { wrapActions: { parseDeepLinkHash: openLinked } } } }],
  tryItOutEnabled: true,
  validatorUrl: null, // by default the contract would be sent to a validator elsewhere
});
