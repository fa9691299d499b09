/** How a value of a unit is read, short enough for an axis. */
export function shower(unit: string, currency: string): (value: number) => string {
  switch (unit) {
    case "micros":
      return micros;
    case "bytes":
      return bytes;
    case "percent":
      return (value) => `${round(value)} %`;
    case "money":
      return money(currency);
    default:
      return (value) => (Math.abs(value) < 10_000 ? round(value) : compact.format(value));
  }
}

const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

function round(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function micros(value: number): string {
  if (value < 1_000) return `${round(value)} µs`;
  if (value < 1_000_000) return `${round(value / 1_000)} ms`;
  return value < 120_000_000 ? `${round(value / 1_000_000)} s` : `${round(value / 60_000_000)} min`;
}

function bytes(value: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const step = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(value) / 10));
  return `${round(value / 1024 ** step)} ${units[step] ?? "B"}`;
}

/** Millionths as people write them: not 5e-7. */
const few = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 });

function money(currency: string): (value: number) => string {
  return (value) => {
    const small = value !== 0 && Math.abs(value) < 0.1;
    return `${small ? few.format(value) : value.toFixed(2)} ${currency}`;
  };
}
