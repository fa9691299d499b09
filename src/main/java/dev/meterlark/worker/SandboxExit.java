package dev.meterlark.worker;

/** Why a sandbox's process is gone. */
public sealed interface SandboxExit {

    record Exited(int status) implements SandboxExit {}

    /** A signal the platform did not send: a crash, or the function ended itself. */
    record Signalled(int signal) implements SandboxExit {}

    /** The kernel ended it at its memory limit. */
    record OutOfMemory(int memoryMiB) implements SandboxExit {}

    record EndedByPlatform(String reason) implements SandboxExit {}

    /**
     * Whether the function brought it about; otherwise computing would be free for whoever ends
     * their own process.
     */
    default boolean byFunction() {
        return switch (this) {
            case Exited _, Signalled _, OutOfMemory _ -> true;
            case EndedByPlatform _ -> false;
        };
    }

    /** One sentence for people, in AWS's words where it has some. */
    default String explanation() {
        return switch (this) {
            case Exited(int status) when status == 0 -> "Runtime exited without providing a reason";
            case Exited(int status) -> "Runtime exited with error: exit status " + status;
            case Signalled(int signal) -> "Runtime exited with error: signal " + signal;
            case OutOfMemory(int memoryMiB) ->
                    "Runtime ran out of memory: the limit is %d MiB".formatted(memoryMiB);
            case EndedByPlatform(String reason) -> "The platform ended the sandbox: " + reason;
        };
    }
}
