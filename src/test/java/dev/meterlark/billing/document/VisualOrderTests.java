package dev.meterlark.billing.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisualOrderTests {

    @Test
    void plainTextStaysAsItIs() {
        assertThat(VisualOrder.of("Acme GmbH (Hamburg)")).isEqualTo("Acme GmbH (Hamburg)");
    }

    @Test
    void hebrewRunsToTheLeftAndItsNumbersDoNot() {
        assertThat(VisualOrder.of("אבג 123")).isEqualTo("123 גבא");
        assertThat(VisualOrder.of("Acme אבג Ltd")).isEqualTo("Acme גבא Ltd");
    }

    @Test
    void bracketsFaceTheOtherWay() {
        assertThat(VisualOrder.of("אב (גד)")).isEqualTo("(דג) בא");
    }

    @Test
    void aMarkStaysWithItsLetter() {
        assertThat(VisualOrder.of("אָב")).isEqualTo("באָ");
    }

    @Test
    void arabicLettersAreJoinedByWhatStandsBesideThem() {
        assertThat(ArabicForms.joined("ببب")).isEqualTo("\uFE91\uFE92\uFE90");
        assertThat(ArabicForms.joined("ب")).isEqualTo("\uFE8F");
        assertThat(ArabicForms.joined("دب")).isEqualTo("\uFEA9\uFE8F");
        assertThat(ArabicForms.joined("بد")).isEqualTo("\uFE91\uFEAA");
    }

    @Test
    void lamAndAlefAreOneSign() {
        assertThat(ArabicForms.joined("لا")).isEqualTo("\uFEFB");
        assertThat(ArabicForms.joined("بلا")).isEqualTo("\uFE91\uFEFC");
    }

    @Test
    void persianLettersJoinToo() {
        assertThat(ArabicForms.joined("پگ")).isEqualTo("\uFB58\uFB93");
    }

    @Test
    void aJoinerThatIsNoneParts() {
        assertThat(ArabicForms.joined("ب\u200Cب")).isEqualTo("\uFE8F\u200C\uFE8F");
    }
}
