package dev.meterlark.ingress;

import dev.meterlark.edge.ClientAddress;

import java.util.HashMap;
import java.util.Map;

/**
 * Counts connections, and refuses one too many. Guarded by its own monitor: both counts are checked
 * and raised as one.
 */
final class Crowd {

    private final int most;
    private final int mostPerAddress;
    private final Map<String, Integer> byNetwork = new HashMap<>();
    private int all;

    Crowd(int most, int mostPerAddress) {
        this.most = most;
        this.mostPerAddress = mostPerAddress;
    }

    /**
     * @param counted whether its address counts, which that of a proxy does not
     */
    synchronized boolean enter(ClientAddress address, boolean counted) {
        if (all >= most) {
            return false;
        }
        if (counted) {
            String network = address.network();
            int there = byNetwork.getOrDefault(network, 0);
            if (there >= mostPerAddress) {
                return false;
            }
            byNetwork.put(network, there + 1);
        }
        all++;
        return true;
    }

    synchronized void leave(ClientAddress address, boolean counted) {
        all--;
        if (counted) {
            byNetwork.computeIfPresent(address.network(), (_, n) -> n == 1 ? null : n - 1);
        }
    }

    synchronized int size() {
        return all;
    }
}
