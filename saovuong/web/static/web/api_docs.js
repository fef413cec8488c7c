// The page /api/docs: Swagger UI over the program's own description. Calls carry the token typed in by "Authorize", and nothing is kept.
const place = document.getElementById("api");
SwaggerUIBundle({
  url: place.dataset.description,
  dom_id: "#api",
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  docExpansion: "list",
  validatorUrl: null,
  persistAuthorization: false,
  requestInterceptor: (request) => { if (!request.url.endsWith("openapi.json")) request.credentials = "omit"; return request; },
});
