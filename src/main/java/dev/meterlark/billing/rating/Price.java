package dev.meterlark.billing.rating;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/** How a quantity of one meter becomes an amount. What is included was taken off before. */
public sealed interface Price {

    /**
     * What so many units cost in a stretch of a month, exactly.
     *
     * @param quantity not below zero
     * @param share which part of its month the stretch is: amounts and borders that are a month's
     *     go with it
     */
    Fraction of(Fraction quantity, Fraction share);

    /** What so many units more add at most, whatever was used before them. */
    Fraction most(Fraction quantity);

    /** What one unit costs at the first step that is paid: the list price. */
    Fraction list();

    /** As an invoice shows it: {@code 0.20 per 1000000}. */
    String text();

    /** One amount a month, as soon as there is something, however much. */
    record Flat(BigDecimal amount) implements Price {

        public Flat {
            PriceNumbers.requireAmount("a price", amount);
        }

        @Override
        public Fraction of(Fraction quantity, Fraction share) {
            return quantity.signum() == 0 ? Fraction.ZERO : Fraction.of(amount).times(share);
        }

        @Override
        public Fraction most(Fraction quantity) {
            return of(quantity, Fraction.ONE);
        }

        @Override
        public Fraction list() {
            return Fraction.ZERO;
        }

        @Override
        public String text() {
            return amount.toPlainString() + " a month";
        }
    }

    /**
     * The same for every unit.
     *
     * @param amount what {@code per} units cost
     * @param per a power of ten, so that every amount has a finite decimal
     */
    record PerUnit(BigDecimal amount, BigDecimal per) implements Price {

        public static final PerUnit NOTHING = new PerUnit(BigDecimal.ZERO, BigDecimal.ONE);

        public PerUnit {
            PriceNumbers.requireAmount("a price", amount);
            PriceNumbers.requirePowerOfTen(per);
        }

        @Override
        public Fraction of(Fraction quantity, Fraction share) {
            return quantity.times(list());
        }

        @Override
        public Fraction most(Fraction quantity) {
            return quantity.times(list());
        }

        @Override
        public Fraction list() {
            return Fraction.of(amount).dividedBy(Fraction.of(per));
        }

        @Override
        public String text() {
            return text(amount, per);
        }

        static String text(BigDecimal amount, BigDecimal per) {
            String price = amount.toPlainString();
            return per.compareTo(BigDecimal.ONE) == 0
                    ? price
                    : "%s per %s".formatted(price, per.stripTrailingZeros().toPlainString());
        }
    }

    /** Each unit at the price of the step that it lies in. */
    record Graduated(List<Step> steps) implements Price {

        public Graduated {
            steps = Step.checked(steps);
        }

        @Override
        public Fraction of(Fraction quantity, Fraction share) {
            Fraction sum = Fraction.ZERO;
            Fraction below = Fraction.ZERO;
            for (Step step : steps) {
                BigDecimal upTo = step.upTo();
                Fraction end = upTo == null ? quantity : Step.end(upTo, share).min(quantity);
                sum = sum.plus(end.minus(below).times(step.each()));
                below = end;
            }
            return sum;
        }

        @Override
        public Fraction most(Fraction quantity) {
            return quantity.times(dearest(steps));
        }

        @Override
        public Fraction list() {
            return firstPaid(steps);
        }

        @Override
        public String text() {
            return texts(steps);
        }
    }

    /**
     * All units at the price of the step that the last one lies in. No step is dearer than the one
     * before it: else one unit more could make all those before it dearer.
     */
    record Volume(List<Step> steps) implements Price {

        public Volume {
            steps = Step.checked(steps);
            for (int i = 1; i < steps.size(); i++) {
                if (steps.get(i).each().compareTo(steps.get(i - 1).each()) > 0) {
                    throw new IllegalArgumentException(
                            "a step of a price by volume must not be dearer than the one before"
                                    + " it, was: %s behind %s"
                                            .formatted(
                                                    steps.get(i).text(), steps.get(i - 1).text()));
                }
            }
        }

        @Override
        public Fraction of(Fraction quantity, Fraction share) {
            for (Step step : steps) {
                if (step.holds(quantity, share)) {
                    return quantity.times(step.each());
                }
            }
            throw new IllegalStateException("no step for %s: %s".formatted(quantity, steps));
        }

        @Override
        public Fraction most(Fraction quantity) {
            return quantity.times(dearest(steps));
        }

        @Override
        public Fraction list() {
            return firstPaid(steps);
        }

        @Override
        public String text() {
            return texts(steps) + ", for all";
        }
    }

    /**
     * Whole packages: one is paid as soon as something of it is used.
     *
     * @param size units in a package
     */
    record Package(BigDecimal size, BigDecimal amount) implements Price {

        public Package {
            PriceNumbers.requirePositive("the size of a package", size);
            PriceNumbers.requireAmount("a price", amount);
        }

        @Override
        public Fraction of(Fraction quantity, Fraction share) {
            return Fraction.of(quantity.dividedBy(Fraction.of(size)).ceiling())
                    .times(Fraction.of(amount));
        }

        /** However full the last package is, so much more begins no more than that. */
        @Override
        public Fraction most(Fraction quantity) {
            return of(quantity, Fraction.ONE);
        }

        @Override
        public Fraction list() {
            return Fraction.of(amount).dividedBy(Fraction.of(size));
        }

        @Override
        public String text() {
            return "%s for each %s".formatted(amount.toPlainString(), size.toPlainString());
        }
    }

    private static Fraction dearest(List<Step> steps) {
        return steps.stream().map(Step::each).reduce(Fraction.ZERO, Fraction::max);
    }

    private static Fraction firstPaid(List<Step> steps) {
        return steps.stream()
                .map(Step::each)
                .filter(each -> each.signum() > 0)
                .findFirst()
                .orElse(Fraction.ZERO);
    }

    private static String texts(List<Step> steps) {
        return steps.stream().map(Step::text).collect(Collectors.joining(", "));
    }
}
