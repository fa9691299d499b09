package dev.meterlark.scaling;

import dev.meterlark.shared.AccountId;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which of the wishes for sandboxes that are always ready are granted: at most so many an account
 * and so many a node, in the order of the wishes.
 */
final class Floors {

    record Limits(int mostOfAccount, int mostOfNode) {}

    /**
     * @param <V> what the sandboxes are of
     */
    record Floor<V>(AccountId account, V version, int sandboxes) {}

    private Floors() {}

    static <V> List<Floor<V>> decide(List<Floor<V>> wishes, Limits limits) {
        Map<AccountId, Integer> ofAccount = new HashMap<>();
        List<Floor<V>> granted = new ArrayList<>();
        int ofNode = 0;
        for (Floor<V> each : wishes) {
            int before = ofAccount.getOrDefault(each.account, 0);
            int count =
                    Math.min(
                            each.sandboxes,
                            Math.min(limits.mostOfAccount - before, limits.mostOfNode - ofNode));
            if (count > 0) {
                granted.add(new Floor<>(each.account, each.version, count));
                ofAccount.put(each.account, before + count);
                ofNode += count;
            }
        }
        return granted;
    }
}
