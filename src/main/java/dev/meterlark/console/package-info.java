/**
 * The pages: here their frame (layout, doors and rooms, themes, assets, how numbers and refusals
 * are shown), below it a package per part of the console. Those may use the frame, the frame none
 * of them. Everything here can be had through the REST API; the pages ask the same facades and
 * decide nothing themselves. Text that came from a function is shown as text, cut to a bound.
 */
@NullMarked
@ApplicationModule
package dev.meterlark.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
