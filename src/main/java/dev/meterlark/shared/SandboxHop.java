package dev.meterlark.shared;

/**
 * The headers that a node's relay adds to what functions ask of the platform. Whatever else begins
 * like them is dropped on the way.
 */
public final class SandboxHop {

    /** Of every name here, in lower case. */
    public static final String PREFIX = "meterlark-sandbox-";

    /** Which sandbox speaks: a secret between the relay and the platform. */
    public static final String PASS = PREFIX + "pass";

    /** The id of the call that the function is at, a space, and its depth. */
    public static final String CALL = PREFIX + "call";

    /** The AWS service that the request was signed for, whoever's the signature is. */
    public static final String SERVICE = PREFIX + "service";

    private SandboxHop() {}
}
