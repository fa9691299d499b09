// In workerd. /new/{name} runs the same handler in an isolate that is made for this name.
const source = "export default { fetch: async request => Response.json({ hello: (await request.json()).name }) }";

export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    if (!pathname.startsWith("/new/")) {
      const event = await request.json();
      return Response.json({ hello: event.name });
    }
    const isolate = env.LOADER.get(pathname, () => ({
      compatibilityDate: "2026-11-01",
      mainModule: "hello.js",
      modules: { "hello.js": source },
    }));
    return isolate.getEntrypoint().fetch(request);
  },
};
