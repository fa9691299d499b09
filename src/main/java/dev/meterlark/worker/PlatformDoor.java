package dev.meterlark.worker;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;

/**
 * Where that is taken which functions ask of the platform from inside their sandboxes: implemented
 * by a module that knows accounts. Every argument and answer is a plain value, so that the other
 * side may be another process.
 */
public interface PlatformDoor {

    /** Functions reach no platform. */
    PlatformDoor CLOSED =
            new PlatformDoor() {
                @Override
                public @Nullable Pass open(AccountId account, FunctionId function) {
                    return null;
                }

                @Override
                public void close(Pass pass) {}

                @Override
                public boolean isOpen() {
                    return false;
                }
            };

    /**
     * Says for whom one sandbox speaks, until the pass is given back. Never blocks.
     *
     * @return null when nobody listens there, or not yet
     */
    @Nullable Pass open(AccountId account, FunctionId function);

    /** It is worth nothing from here on. A second time does nothing. */
    void close(Pass pass);

    /** Whether there will ever be anything behind it. */
    default boolean isOpen() {
        return true;
    }

    /**
     * @param address speaks HTTP/1.1
     * @param secret goes with each request; no tenant ever sees it
     */
    record Pass(InetSocketAddress address, String secret) {

        @Override
        public String toString() {
            return "Pass[" + address + "]";
        }
    }
}
