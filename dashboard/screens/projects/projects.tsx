import { Route, Switch } from 'wouter'
import { Board } from './board.tsx'
import { ProjectPage } from './project-page.tsx'
import { Propose } from './propose.tsx'

/** The board, a project's page, and the form for a new one. */
export function Projects() {
  return (
    <Switch>
      <Route path="/new"><Propose /></Route>
      <Route path="/:id">{({ id }) => <ProjectPage id={id} />}</Route>
      <Route><Board /></Route>
    </Switch>
  )
}
