// Answers requests to the function's URL: /?name=Ada, or a POST with a body.
export const handler = async (event) => {
  const { method, path } = event.requestContext?.http ?? {};
  const name = event.queryStringParameters?.name ?? "world";
  console.log(method, path);
  return {
    statusCode: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ greeting: `Hello, ${name}!`, sent: event.body ?? null }),
  };
};
