package dev.meterlark.storage.bucket;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

import java.util.List;
import java.util.function.Supplier;

/**
 * Whoever wants to be told of changes. Asked for only when the first change comes, because they use
 * what is changed.
 */
@Component
class ObjectListeners {

    private final Supplier<List<ObjectListener>> beans;
    private volatile @Nullable List<ObjectListener> known;

    @Autowired
    ObjectListeners(ObjectProvider<ObjectListener> beans) {
        this.beans = () -> beans.orderedStream().toList();
    }

    ObjectListeners(List<ObjectListener> listeners) {
        this.beans = () -> listeners;
    }

    List<ObjectListener> all() {
        List<ObjectListener> found = known;
        if (found == null) {
            found = beans.get();
            known = found;
        }
        return found;
    }
}
