package dev.meterlark.invocation;

/** For tests of what asks how crowded a node is, where nothing runs. */
public final class NoCrowds {

    private NoCrowds() {}

    public static Crowdings crowdings() {
        return new Crowdings(new RunningCalls(1));
    }
}
