package dev.meterlark.billing;

/** What a further node knows of plans. */
public final class NodePlans {

    private NodePlans() {}

    /** As when it starts: nothing but the product's own. */
    public static Plans fresh() {
        return new Plans();
    }
}
