import 'uplot/dist/uPlot.min.css'
import './style/tokens.css'
import './style/base.css'
import './style/forms.css'
import './style/tables.css'
import './style/panels.css'
import './style/wall.css'
import { createApp } from 'vue'
import App from './App.vue'
import { createPageRouter } from './router.ts'
import { createServices, SERVICES } from './services.ts'

const services = createServices()
createApp(App).provide(SERVICES, services).use(createPageRouter(services.i18n)).mount('#app')
