package dev.meterlark.trigger.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Map;

class BinlogPlaceTests {

    @Test
    void rowsOfOneTransactionHavePlacesOfTheirOwn() {
        Map<String, Object> transaction = Map.of("file", "maria-bin.000002", "pos", 342L);
        BinlogPlace first = BinlogPlace.of(transaction);
        BinlogPlace later =
                BinlogPlace.of(
                        Map.of("file", "maria-bin.000002", "pos", 342L, "event", 4L, "row", 7));

        assertThat(first).hasToString("maria-bin.000002:342:0:0");
        assertThat(later).hasToString("maria-bin.000002:342:4:7");
        assertThat(BinlogPlace.parse(later + "s")).isEqualTo(first);
    }

    @Test
    void whatIsBehindAPlaceIsTheRestOfItsFileAndAllThatCameAfter() {
        BinlogPlace place = new BinlogPlace("maria-bin.000002", 300, 0, 0);

        assertThat(place.bytesTo("maria-bin.000001", 1_000)).isZero();
        assertThat(place.bytesTo("maria-bin.000002", 1_000)).isEqualTo(700);
        assertThat(place.bytesTo("maria-bin.000003", 1_000)).isEqualTo(1_000);
    }
}
