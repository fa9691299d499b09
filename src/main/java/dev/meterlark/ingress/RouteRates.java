package dev.meterlark.ingress;

/**
 * How often a route may be asked each second; 0 for as often as one likes.
 *
 * @param perSecond by all together
 * @param burst of all, at once
 * @param callerPerSecond by each: a key, a token's subject, else an address
 * @param callerBurst of each, at once
 */
public record RouteRates(int perSecond, int burst, int callerPerSecond, int callerBurst) {

    public static final RouteRates ANY = new RouteRates(0, 0, 0, 0);
}
