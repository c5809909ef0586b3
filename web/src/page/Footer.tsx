// Whose data these are, and where a program asks for them.
import { useWords } from '../words/language';

export function Footer() {
    const words = useWords().footer;
    return (
        <footer class="foot">
            {words.data} <a href="/graphql">{words.api}</a>
        </footer>
    );
}
