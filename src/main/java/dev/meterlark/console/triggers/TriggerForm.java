package dev.meterlark.console.triggers;

import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A trigger's form as a page shows it.
 *
 * @param type wire name
 * @param target the function or pipeline that is to run
 * @param id of the trigger that is changed; null when one is made
 */
record TriggerForm(
        String type,
        String title,
        String about,
        String target,
        @Nullable String id,
        List<Group> groups) {

    /**
     * @param folded whether it is shown when somebody asks for it
     */
    record Group(String title, boolean folded, List<Asked> fields) {}

    /**
     * One field with what stands in it.
     *
     * @param wrong what is wrong with it; null when nothing is known to be
     * @param names that are suggested
     */
    record Asked(
            Field field,
            String value,
            List<String> chosen,
            @Nullable String wrong,
            List<String> names) {

        /** The name of its control as templates tell them apart. */
        public String control() {
            return switch (field.kind()) {
                case TEXT -> "text";
                case NUMBER -> "number";
                case CHOICE -> "choice";
                case SEVERAL -> "several";
                case SWITCH -> "switch";
                case LINES, ADDRESSES, PAIRS, AREA -> "lines";
                case JSON, TEMPLATE -> "json";
                case SECRET -> "secret";
                case TIME -> "time";
            };
        }

        /** Whether an expression is said in words while it is typed. */
        public boolean isPreviewed() {
            return field.name().equals("expression") || field.name().equals("timeZone");
        }

        public boolean isFilled() {
            return !value.isEmpty();
        }
    }

    /**
     * @param problem why it was refused; null when it was not
     */
    static TriggerForm of(
            TriggerType type,
            String target,
            @Nullable String id,
            MultiValueMap<String, String> typed,
            @Nullable String problem,
            Map<Field.Suggested, List<String>> names) {
        List<Field> own = type.own().stream().filter(field -> id == null || !field.once()).toList();
        List<Asked> usual = asked(own, field -> !field.more(), typed, problem, names);
        List<Asked> common = asked(type.common(), _ -> true, typed, problem, names);
        List<Asked> seldom = asked(own, Field::more, typed, problem, names);
        var groups = new ArrayList<Group>();
        groups.add(new Group("What it hears of", false, usual));
        groups.add(new Group("What the function sees", isUntouched(common), common));
        if (!seldom.isEmpty()) {
            groups.add(new Group("More", isUntouched(seldom), seldom));
        }
        return new TriggerForm(
                type.wireName(), type.title(), type.about(), target, id, List.copyOf(groups));
    }

    static List<Asked> asked(
            List<Field> fields,
            Predicate<Field> which,
            MultiValueMap<String, String> typed,
            @Nullable String problem,
            Map<Field.Suggested, List<String>> names) {
        return fields.stream()
                .filter(which)
                .map(field -> asked(field, typed, problem, names))
                .toList();
    }

    /** Whether all that stands in them is what is usual, so that nobody has to see it. */
    static boolean isUntouched(List<Asked> fields) {
        return fields.stream().allMatch(each -> each.wrong() == null && isUsual(each));
    }

    private static boolean isUsual(Asked asked) {
        return asked.value().isEmpty() || asked.value().equals(asked.field().usual());
    }

    private static Asked asked(
            Field field,
            MultiValueMap<String, String> typed,
            @Nullable String problem,
            Map<Field.Suggested, List<String>> names) {
        String first = typed.getFirst(field.name());
        String value = first == null || field.kind() == Field.Kind.SECRET ? "" : first;
        return new Asked(
                field,
                value,
                typed.getOrDefault(field.name(), List.of()),
                isAbout(field, problem) ? problem : null,
                names.getOrDefault(field.suggested(), List.of()));
    }

    /** Above the form. */
    public String heading() {
        return id == null ? "New trigger: " + title : "Change the trigger";
    }

    /** Refusals begin with the name of the member that they are about. */
    private static boolean isAbout(Field field, @Nullable String problem) {
        return problem != null
                && (problem.startsWith(field.name() + " ")
                        || problem.startsWith(field.name() + ":"));
    }
}
