package dev.meterlark.edge;

import dev.meterlark.shared.Caller;

/** A caller and the secret of the key that the caller signs with. Held only while it is needed. */
public record SigningCaller(Caller caller, byte[] secret) {

    @Override
    public String toString() {
        return "SigningCaller[" + caller.subject() + "]";
    }
}
