package dev.meterlark.billing.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.metering.UsageGrouping;
import dev.meterlark.shared.RefusedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Set;

class SplitTests {

    @Test
    void wordsStandBetweenCommas() {
        assertThat(Split.parse("day,hour,function,trigger,cold,outcome,version,alias,source,tag"))
                .isEqualTo(
                        new Split(
                                Set.of(
                                        UsageGrouping.DAY,
                                        UsageGrouping.HOUR,
                                        UsageGrouping.FUNCTION,
                                        UsageGrouping.TRIGGER,
                                        UsageGrouping.COLD,
                                        UsageGrouping.OUTCOME,
                                        UsageGrouping.VERSION,
                                        UsageGrouping.ALIAS,
                                        UsageGrouping.SOURCE,
                                        UsageGrouping.TAGS),
                                null));
    }

    @Test
    void oneTagMayBeNamed() {
        assertThat(Split.parse("tag:cost:center"))
                .isEqualTo(new Split(Set.of(UsageGrouping.TAGS), "cost:center"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "function,", "Function", "tag:", "tag:a,tag:b", "price_book", "a b"})
    void whatUsageIsNotSplitByIsRefused(String text) {
        assertThatThrownBy(() -> Split.parse(text)).isInstanceOf(RefusedException.class);
    }
}
