/* Starts Swagger UI on this server's own contract. Here and not in the page, whose policy allows no inline script. */
"use strict";

if (window.matchMedia("(prefers-color-scheme: dark)").matches) {
  document.documentElement.classList.add("dark-mode"); // the class by which Swagger UI's own style sheet turns dark
}

const place = document.getElementById("reference");

SwaggerUIBundle({
  domNode: place,
  url: place.dataset.contract,
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  docExpansion: "list",
  filter: true,
  tryItOutEnabled: true,
  validatorUrl: null, // by default the contract would be sent to a validator elsewhere
});
