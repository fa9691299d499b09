package dev.meterlark.ingress;

/** A request that is answered with a refusal; says nothing of where it was found out. */
final class NotServedException extends RuntimeException {

    private final transient Refusal refusal;

    NotServedException(Refusal refusal) {
        super(refusal.toString(), null, false, false);
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}
