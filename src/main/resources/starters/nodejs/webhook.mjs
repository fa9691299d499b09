// Runs for each webhook whose signature was right: the sender has its answer already.
export const handler = async (event) => {
  const { headers, body, isBase64Encoded } = event.data;
  const text = isBase64Encoded ? Buffer.from(body, "base64").toString() : body;
  console.log(event.subject, headers["content-type"], text);
  return { seen: event.id };
};
