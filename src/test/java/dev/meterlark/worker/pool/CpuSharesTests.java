package dev.meterlark.worker.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

class CpuSharesTests {

    /**
     * Steps: {@code +a@0} begins a at 0, {@code -a@10=100} ends it at 10 when 100 µs were used in
     * all, {@code xa@5} drops it.
     */
    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource({
        "one call has all,              +a@0 -a@10=100,                                 a=100",
        "what came before it is its too,+a@50 -a@60=100,                                a=100",
        "one after the other,           +a@0 -a@10=100 +b@20 -b@30=140,                 a=100 b=40",
        "equal ones share evenly,       +a@0 +b@0 -a@10=100 -b@10=100,                  a=50 b=50",
        "by how long they overlap,      +a@0 +b@5 -b@10=90 -a@10=90,                    a=60 b=30",
        "a later stretch is another's,  +a@0 +b@0 -a@10=100 -b@20=160,                  a=50 b=110",
        "three with a late one,         +a@0 +b@0 +c@10 -a@20=500 -b@20=500 -c@20=500,  a=200 b=200"
                + " c=100",
        "what dividing leaves,          +a@0 +b@0 +c@0 -a@9=100 -b@9=100 -c@9=100,      a=34 b=33"
                + " c=33",
        "no time at all,                +a@5 +b@5 -a@5=7 -b@5=7,                        a=7 b=0",
        "a clock that stands still,     +a@0 -a@10=100 +b@10 -b@20=100,                 a=100 b=0",
        "a reading that goes back,      +a@0 -a@10=100 +b@10 -b@20=90,                  a=100 b=0",
        "a dropped one has no share,    +a@0 +b@0 xb@5 -a@10=100,                       a=100",
    })
    void cpuTimeIsSplitByOverlap(String name, String steps, String expected) {
        assertThat(shares(steps)).as(name).isEqualTo(parse(expected));
    }

    @Test
    void nothingIsLostAndNothingIsMadeUp() {
        var random = new Random(11);
        var cpu = new CpuShares();
        List<Integer> open = new ArrayList<>();
        long now = 0;
        long used = 0;
        long told = 0;
        for (int call = 0; call < 10_000 || !open.isEmpty(); call++) {
            now += random.nextInt(1000);
            used += random.nextInt(5000);
            if (call < 10_000 && random.nextInt(3) > 0) {
                cpu.begins(call, now);
                open.add(call);
            }
            if (!open.isEmpty() && (call >= 10_000 || random.nextInt(3) > 0)) {
                long share = cpu.ends(open.remove(random.nextInt(open.size())), now, used);
                assertThat(share).isNotNegative();
                told += share;
            }
        }
        assertThat(told).isEqualTo(used);
    }

    @Test
    void aCallEndsOnce() {
        var cpu = new CpuShares();
        cpu.begins("a", 0);
        cpu.ends("a", 1, 1);

        assertThatThrownBy(() -> cpu.ends("a", 2, 2)).isInstanceOf(IllegalStateException.class);
    }

    private static Map<String, Long> shares(String steps) {
        var cpu = new CpuShares();
        Map<String, Long> shares = new HashMap<>();
        for (String step : steps.strip().split(" ")) {
            String call = step.substring(1, 2);
            String[] numbers = step.substring(3).split("=");
            long at = Long.parseLong(numbers[0]);
            switch (step.charAt(0)) {
                case '+' -> cpu.begins(call, at);
                case '-' -> shares.put(call, cpu.ends(call, at, Long.parseLong(numbers[1])));
                default -> cpu.drop(call);
            }
        }
        return shares;
    }

    private static Map<String, Long> parse(String expected) {
        Map<String, Long> shares = new HashMap<>();
        for (String each : expected.strip().split(" ")) {
            shares.put(each.substring(0, 1), Long.parseLong(each.substring(2)));
        }
        return shares;
    }
}
