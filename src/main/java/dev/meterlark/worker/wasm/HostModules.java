package dev.meterlark.worker.wasm;

import dev.meterlark.shared.CodeDigest;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What a host has compiled. Those that no function uses stay for the next start, up to a bound; the
 * ones unused for longest go. Its monitor guards all fields.
 */
final class HostModules {

    /** What is sent for a module, and what becomes of what was made of it. */
    interface Source {

        byte[] module() throws IOException;

        /** Machine code that an earlier host made; empty when there is none. */
        byte[] classes();

        void made(byte[] classes);
    }

    private record Loading(CodeDigest digest, Source source, CompletableFuture<Void> done) {}

    private final HostLink link;
    private final int mostUnused;

    /** The one unused for longest comes first. */
    private final Map<CodeDigest, CompletableFuture<Void>> known = new LinkedHashMap<>();

    private final Map<Integer, Loading> tickets = new HashMap<>();
    private final Map<Integer, CodeDigest> users = new HashMap<>();
    private int lastTicket;

    HostModules(HostLink link, int mostUnused) {
        this.link = link;
        this.mostUnused = mostUnused;
    }

    /** Sends it unless that was done; completes when it can be run. */
    synchronized CompletableFuture<Void> load(CodeDigest digest, Source source) throws IOException {
        CompletableFuture<Void> loaded = known.remove(digest);
        if (loaded == null) {
            loaded = new CompletableFuture<>();
            int ticket = ++lastTicket;
            tickets.put(ticket, new Loading(digest, source, loaded));
            link.load(ticket, digest.hex(), source.module(), source.classes());
        }
        known.put(digest, loaded);
        return loaded.copy();
    }

    synchronized void using(int slot, CodeDigest digest) {
        users.put(slot, digest);
    }

    synchronized void unused(int slot) {
        users.remove(slot);
        int unused = known.size() - (int) users.values().stream().distinct().count();
        for (Iterator<CodeDigest> each = known.keySet().iterator();
                each.hasNext() && unused > mostUnused; ) {
            CodeDigest oldest = each.next();
            if (!users.containsValue(oldest)) {
                each.remove();
                unused--;
                forget(oldest);
            }
        }
    }

    private void forget(CodeDigest digest) {
        try {
            link.forget(digest.hex());
        } catch (IOException e) {
            lost();
        }
    }

    void loaded(int ticket, byte[] classes) {
        Loading loading = taken(ticket);
        if (loading != null) {
            loading.source.made(classes);
            loading.done.complete(null);
        }
    }

    void refused(int ticket, String why) {
        Loading loading = taken(ticket);
        if (loading != null) {
            loading.done.completeExceptionally(new IOException(why));
        }
    }

    private synchronized @Nullable Loading taken(int ticket) {
        return tickets.remove(ticket);
    }

    /** Nobody will say any more whether they could be loaded. */
    synchronized void lost() {
        tickets.values()
                .forEach(
                        each -> each.done.completeExceptionally(new IOException("the host ended")));
        tickets.clear();
    }
}
