// The event itself, or an HTTP request that carries it.
export const handler = async event => ({ hello: (event.body === undefined ? event : JSON.parse(event.body)).name });
