// "apple,3" on each line becomes {item, quantity}.
export const handler = async ({ csv }) =>
  csv
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line, index) => {
      const [item, quantity] = line.split(",").map((cell) => cell.trim());
      if (!/^\d+$/.test(quantity ?? "")) {
        throw new Error(`line ${index + 1} has no quantity: ${line}`);
      }
      return { item, quantity: Number(quantity) };
    });
