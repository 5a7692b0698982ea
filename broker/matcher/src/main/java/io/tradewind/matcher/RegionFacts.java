package io.tradewind.matcher;

import io.tradewind.api.Place;
import io.tradewind.api.Region;
import io.tradewind.pricing.GridIntensity;
import io.tradewind.pricing.Pue;
import java.util.Optional;

/**
 * What is told of one region where it is part of an answer.
 *
 * @param declared whether an operator declared what is sold there
 */
record RegionFacts(Question question, Region region, boolean declared) {

  Optional<Place> place() {
    return question.conditions().regions().find(region);
  }

  Optional<Origin.Distance> distance() {
    return place().flatMap(where -> question.origin().map(origin -> origin.to(region, where)));
  }

  Optional<GridIntensity> grid() {
    return question.conditions().intensities().at(region, place());
  }

  Pue pue() {
    return Atlas.pueAt(place(), declared);
  }
}
