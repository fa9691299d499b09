// Runs for each object that is put into a bucket.
export const handler = async (event) => {
  for (const { eventName, s3 } of event.Records) {
    const key = decodeURIComponent(s3.object.key.replaceAll("+", " "));
    console.log(eventName, s3.bucket.name, key, s3.object.size, "bytes");
  }
  return { seen: event.Records.length };
};
