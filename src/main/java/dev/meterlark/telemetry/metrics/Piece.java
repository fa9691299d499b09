package dev.meterlark.telemetry.metrics;

import java.time.Instant;

/**
 * Which sums: of whose calls, of how long a time, from when on.
 *
 * @param version empty of all of an account together
 */
record Piece(Whose of, Grain grain, Instant begin, String version) {

    static Piece of(Whose whose, Grain grain, Instant at, String version) {
        return new Piece(whose, grain, grain.begin(at), version);
    }

    /** The same time of all of the account together. */
    Piece ofAll() {
        return new Piece(Whose.all(of.account()), grain, begin, "");
    }

    /** The longer time that this one lies in. */
    Piece in(Grain longer) {
        return new Piece(of, longer, longer.begin(begin), version);
    }
}
