package dev.meterlark.edge;

/** By what somebody showed who they are when their session began. */
public enum SignInWay {
    PASSWORD,
    PASSKEY,
    /** A link that works once, sent by mail. */
    LINK,
    /** The identity provider that the operator has configured. */
    PROVIDER
}
