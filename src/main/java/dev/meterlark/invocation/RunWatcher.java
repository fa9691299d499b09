package dev.meterlark.invocation;

/** Told what a run makes of itself, from any thread; it must be quick. */
public interface RunWatcher {

    RunWatcher NONE = new Nobody();

    /**
     * A call that a stage made has ended.
     *
     * @param stage its number, from 1; of the outermost pipeline, where one is a stage of another
     */
    void ran(int stage, String name, InvocationRecord record);

    /** The run ends here. */
    void failed(FailedStage stage);

    /** For whoever wants the answer alone. */
    final class Nobody implements RunWatcher {

        private Nobody() {}

        @Override
        public void ran(int stage, String name, InvocationRecord record) {}

        @Override
        public void failed(FailedStage stage) {}
    }
}
