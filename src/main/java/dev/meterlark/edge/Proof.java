package dev.meterlark.edge;

/** By what somebody who is signed in shows again that it is them. */
public sealed interface Proof {

    record OfPassword(String password) implements Proof {

        @Override
        public String toString() {
            return "OfPassword[…]";
        }
    }

    /** The identity provider asked them again, just now, and it is theirs. */
    record OfProvider() implements Proof {}

    /**
     * @param ticket what the page was given with the challenge
     * @param response the browser's, as JSON
     */
    record OfPasskey(String ticket, String response, Site site) implements Proof {

        @Override
        public String toString() {
            return "OfPasskey[…]";
        }
    }
}
