package dev.meterlark.billing.cost;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

class CsvTests {

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1"})
    void textThatWouldBeAFormulaIsNone(String text) {
        assertThat(line(text)).matches("(?s)\"?'.*").contains(text.substring(1));
    }

    @Test
    void numbersStayNumbers() {
        assertThat(line(-5, new BigDecimal("-5.00"), BigInteger.TEN, new BigDecimal("1e-9"), true))
                .isEqualTo("-5,-5.00,10,0.000000001,true\r\n");
    }

    @Test
    void whatHoldsCommasQuotesOrLinesIsQuoted() {
        assertThat(line("a,b", "say \"hi\"", "two\nlines", "plain", null, ""))
                .isEqualTo("\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",plain,,\r\n");
    }

    private static String line(@Nullable Object... values) {
        List<@Nullable Object> all = new ArrayList<>(Arrays.asList(values));
        return Csv.line(all);
    }
}
