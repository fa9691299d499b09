// First answers of Vercel's fun, each of a function of its own: milliseconds, one a line.
import { createFunction } from "@vercel/fun";

const times = Number(process.argv[2]);
for (let round = 0; round < times; round++) {
  const hello = await createFunction({
    Code: { Directory: process.argv[3] },
    Handler: "lambda.plain",
    Runtime: "nodejs",
    Environment: { Variables: {} },
    MemorySize: 128,
  });
  const begun = performance.now();
  const answer = await hello({ name: "Ada" });
  if (answer.hello !== "Ada") {
    throw new Error(JSON.stringify(answer));
  }
  console.log(performance.now() - begun);
  await hello.destroy();
}
process.exit(0);
